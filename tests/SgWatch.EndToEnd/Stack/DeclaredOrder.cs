using Xunit.Sdk;
using Xunit.v3;

namespace SgWatch.EndToEnd.Stack;

/// <summary>Runs the tests of a class in the order in which they are declared, and those of its base class first.</summary>
public sealed class DeclaredOrder : ITestMethodOrderer
{
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods
            .OrderBy(test => Depth((test as IXunitTestMethod)?.Method.DeclaringType))
            .ThenBy(test => (test as IXunitTestMethod)?.Method.MetadataToken)];

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}
