namespace SgWatch.EndToEnd.Stack;

/// <summary>The collection of the tests on the applied stack.</summary>
[CollectionDefinition(Name)]
public sealed class UsesAppliedModule : ICollectionFixture<StackFixture>
{
    public const string Name = "stack";
}
