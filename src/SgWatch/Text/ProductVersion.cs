namespace SgWatch.Text;

/// <summary>The version of SgWatch, from the one place that says it: <c>Version</c> in Directory.Build.props.</summary>
public static class ProductVersion
{
    private const int Parts = 3;

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(Parts) ?? "unknown";
}
