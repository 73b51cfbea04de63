using System.Collections.Immutable;

namespace SgWatch.House.Tests.Rooms;

/// <summary>A row of the room table.</summary>
/// <param name="Line">Its line in <c>docs/architecture.md</c>.</param>
/// <param name="Project">The project whose room or folder it is; null for a project or a folder of the repository itself.</param>
/// <param name="Name">The path, or the folder of the project, or the folder of the room, such as <c>Guard/Ports</c>.</param>
/// <param name="WhatItIs">For the reader.</param>
/// <param name="MayUse">Projects and packages; empty for a room of a project, which may use the rooms above it.
/// For a folder of a room: the folders that it uses although they aren't above it.</param>
internal sealed record RoomRow(int Line, string? Project, string Name, string WhatItIs, ImmutableArray<string> MayUse);
