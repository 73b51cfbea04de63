using System.Reflection;
using SgWatch.Text;

namespace SgWatch.Tests.Text;

public class ProductVersionTests
{
    [Fact]
    public void It_is_the_version_that_the_build_says()
    {
        var built = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
        Assert.Equal(built.InformationalVersion.Split('+', '-')[0], ProductVersion.Text);
        Assert.Matches("^[0-9]+[.][0-9]+[.][0-9]+$", ProductVersion.Text);
    }
}
