namespace SgWatch.House.Tests.Words;

/// <summary>A sentence and how many words it has.</summary>
internal sealed record Sentence(string Text, int Words);
