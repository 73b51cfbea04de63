using SgWatch.Text;

namespace SgWatch.Tests.Incidents;

/// <summary>A message's text as it is kept: without the version, so that a new version changes no kept text.</summary>
internal static class KeptText
{
    public static string Of(string text) => text
        .Replace($"SgWatch  {ProductVersion.Text}", "SgWatch  VERSION", StringComparison.Ordinal)
        .Replace($"version\":\"{ProductVersion.Text}\"", "version\":\"VERSION\"", StringComparison.Ordinal)
        .Replace($"version\": \"{ProductVersion.Text}\"", "version\": \"VERSION\"", StringComparison.Ordinal); // indented
}
