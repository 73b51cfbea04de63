namespace SgWatch.EndToEnd.Stack;

/// <summary>The collection of the tests that share one applied module, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class UsesWatch : ICollectionFixture<WatchFixture>
{
    public const string Name = "watch";
}
