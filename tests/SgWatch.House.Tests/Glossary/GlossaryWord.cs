namespace SgWatch.House.Tests.Glossary;

/// <summary>A row of <c>docs/glossary.md</c>.</summary>
/// <param name="Line">Its line there.</param>
/// <param name="Word">As it is written in a type's name, such as <c>Verdict</c>.</param>
/// <param name="Type">The type that it is; null for a word that is part of names or of texts only.</param>
internal sealed record GlossaryWord(int Line, string Word, string? Type);
