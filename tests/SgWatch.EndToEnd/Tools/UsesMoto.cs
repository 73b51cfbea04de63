namespace SgWatch.EndToEnd.Tools;

/// <summary>The collection of the tests that share one moto server; each resets it first or uses groups of its own.</summary>
[CollectionDefinition(Name)]
public sealed class UsesMoto : ICollectionFixture<MotoFixture>
{
    public const string Name = "moto";
}
