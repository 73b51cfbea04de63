using Xunit.Sdk;
using Xunit.v3;

namespace SgWatch.EndToEnd.Stack;

/// <summary>Runs the tests of a class in the order in which they stand in it.</summary>
public sealed class DeclaredOrder : ITestMethodOrderer
{
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(test => (test as IXunitTestMethod)?.Method.MetadataToken)];
}
