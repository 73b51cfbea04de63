using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The collection of the tests that run the native function against a moto server of their own, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class UsesFunction : ICollectionFixture<FunctionFixture>, ICollectionFixture<MotoFixture>
{
    public const string Name = "function";
}
