using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SgWatch.Policies.Reading;

/// <summary>Reads a policy file, whose language is described in docs/policy.md.</summary>
/// <remarks>Any text gives a policy or a list of mistakes, never an exception.</remarks>
public static class PolicyReader
{
    /// <summary>The largest file, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most mistakes that are reported for one file.</summary>
    public const int MaxProblems = 200;

    private static readonly string[] Keys =
        ["version", "mode", "world-open", "limits", "networks", "services", "guardrails", "exemptions", "tests"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a policy.</summary>
    /// <param name="source">Where it comes from, for messages, such as a file's name.</param>
    /// <param name="text">The file's text.</param>
    public static PolicyReadResult Read(string source, string text) => Encoding.UTF8.GetByteCount(text) <= MaxBytes
        ? Read(source, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
        : Refused(PolicyCode.TooLarge, 0, 0, TooLarge);

    /// <summary>Reads a policy from a file's bytes.</summary>
    /// <param name="source">Where it comes from, for messages, such as a file's name.</param>
    /// <param name="bytes">The file's bytes: UTF-8, with or without a byte order mark.</param>
    public static PolicyReadResult Read(string source, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return Refused(PolicyCode.TooLarge, 0, 0, TooLarge);
        }
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Refused(PolicyCode.NotText, 1, 1, "the file is UTF-16; expected a file saved as UTF-8");
        }
        try
        {
            return Read(source, StrictUtf8.GetString(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (DecoderFallbackException problem)
        {
            var line = 1 + bytes[..Math.Clamp(problem.Index, 0, bytes.Length)].Count((byte)'\n');
            return Refused(PolicyCode.NotText, line, 1, "this line isn't UTF-8; expected a file saved as UTF-8");
        }
    }

    private static readonly string TooLarge = string.Create(CultureInfo.InvariantCulture,
        $"the file is larger than {MaxBytes:N0} bytes; expected a policy, which is far smaller");

    private static PolicyReadResult Read(string source, string text, string sha256)
    {
        var problems = new ProblemList();
        text = text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text;
        PlainText.Check(text, problems);
        if (problems.IsEmpty && PolicyTree.Read(text, problems) is { } root && Fields.Of(root, "a policy", problems, Keys) is { } fields)
        {
            var policy = ReadAll(source, sha256, fields, problems);
            if (problems.IsEmpty)
            {
                return new PolicyReadResult.Accepted(policy);
            }
        }
        return new PolicyReadResult.Rejected(problems.ToOrdered());
    }

    private static Policy ReadAll(string source, string sha256, Fields fields, ProblemList problems)
    {
        Values.Number(fields.Required("version", "version: 1"), 1, 1, problems);
        var context = new PolicyContext(
            problems, AddressReader.ReadSection(fields["networks"], problems), ServiceReader.ReadSection(fields["services"], problems));
        var guardrails = GuardrailReader.ReadAll(fields["guardrails"], context);
        return new(source, sha256)
        {
            Mode = Values.Word<PolicyMode>(fields["mode"], problems) ?? PolicyMode.Enforce,
            WorldOpen = WorldOpen(fields["world-open"], problems),
            Limits = Limits(fields["limits"], problems),
            Networks = context.Networks.ToDictionary(),
            Services = context.Services.ToDictionary(),
            Guardrails = guardrails,
            Exemptions = ExemptionReader.ReadAll(fields["exemptions"], context),
            Tests = new TestReader(context, guardrails).ReadAll(fields["tests"]),
        };
    }

    private static WorldOpen WorldOpen(PolicyNode? node, ProblemList problems)
    {
        var defaults = new WorldOpen();
        return node is not null && Fields.Of(node, "world-open", problems, "ipv4", "ipv6") is { } fields
            ? new(
                Values.Number(fields["ipv4"], 0, 32, problems) ?? defaults.Ipv4,
                Values.Number(fields["ipv6"], 0, 128, problems) ?? defaults.Ipv6)
            : defaults;
    }

    private static Limits Limits(PolicyNode? node, ProblemList problems)
    {
        var defaults = new Limits();
        return node is not null && Fields.Of(node, "limits", problems, "changes-per-hour", "fights-after") is { } fields
            ? new(
                Values.Number(fields["changes-per-hour"], 1, 1_000_000, problems) ?? defaults.ChangesPerHour,
                Values.Number(fields["fights-after"], 1, 1000, problems) ?? defaults.FightsAfter)
            : defaults;
    }

    private static PolicyReadResult.Rejected Refused(string code, int line, int column, string message) =>
        new([new(code, line, column, "", message)]);
}
