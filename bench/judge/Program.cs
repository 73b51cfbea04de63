using System.Diagnostics;
using System.Globalization;
using SgWatch.Bench.Judge;
using SgWatch.Cli;
using SgWatch.Policies.Reading;
using YamlDotNet.Core;

// Compares the whole command `sgwatch judge --grouped` with only tokenising the same file by Utf8JsonReader. The runs alternate, and the
// best of each count.
const int Runs = 7;
var groups = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var policy = Path.Combine(AppContext.BaseDirectory, "policy.yaml");
var path = Path.Combine(Path.GetTempPath(), $"sgwatch-bench-{Environment.ProcessId}.json");
var networks = Path.ChangeExtension(path, ".yaml");
try
{
    Compare($"{groups:N0} groups, {groups * 10:N0} rules", groups, policy, file => RuleFile.Write(file, groups));
    Console.WriteLine($"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:N0} MiB");

    // the worst groups and policies that are possible
    Compare("20 groups of 60 rules, each of a prefix list with 1,000 entries", 20, policy, file => WorstFiles.PrefixLists(file, 20));
    Compare("200 groups of 256 rules, each a 256th of the world", 200, policy, file => WorstFiles.SplitWorld(file, 200));
    var text = WorstFiles.Networks(File.ReadAllText(policy));
    File.WriteAllText(networks, text);
    Compare("1,000 groups, 1,000 networks of up to 10,000 blocks in the policy", 1000, networks, file => RuleFile.Write(file, 1000));
    CompareRead("the same policy", text);
    CompareRead("a policy with a network of 40,000 blocks", WorstFiles.Blocks(File.ReadAllText(policy)));
    return 0;
}
finally
{
    File.Delete(path);
    File.Delete(networks);
}

void Compare(string what, int count, string policyPath, Action<string> write)
{
    write(path);
    var (tokens, judged) = Best(() => Anchor.Tokenise(path), () => Judge(path, policyPath));
    var size = new FileInfo(path).Length / 1e6;
    Console.WriteLine($"{what}, {size:N0} MB: tokenise {tokens:N3} s   judge {judged:N3} s   "
        + $"ratio {judged / tokens:N2}   {judged / count * 1e6:N0} µs a group");
}

void CompareRead(string what, string policyText)
{
    var (parse, read) = Best(() => Parse(policyText), () => Read(policyText));
    Console.WriteLine($"{what}, {policyText.Length / 1e3:N0} kB: parse the YAML {parse * 1e3:N1} ms   "
        + $"read the policy {read * 1e3:N1} ms   ratio {read / parse:N2}");
}

// the best of alternating runs, because other work on the machine only adds time; the first run is a warm-up
static (double Anchor, double Own) Best(Action anchor, Action own)
{
    var best = (Anchor: double.MaxValue, Own: double.MaxValue);
    for (var run = 0; run <= Runs; run++)
    {
        var time = (Anchor: Time(anchor), Own: Time(own));
        best = run == 0 ? best : (Math.Min(best.Anchor, time.Anchor), Math.Min(best.Own, time.Own));
    }
    return best;
}

static double Time(Action work)
{
    GC.Collect();
    var start = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

static void Judge(string path, string policy)
{
    using var error = new StringWriter();
    string[] arguments = ["judge", "--grouped", "--policy", policy, path];
    var code = CommandLine.RunAsync(arguments, Stream.Null, TextWriter.Null, error).GetAwaiter().GetResult();
    if (code is not (0 or 1))
    {
        throw new InvalidOperationException($"judge ended with {code}: {error}");
    }
}

static void Parse(string text)
{
    var parser = new Parser(new StringReader(text));
    while (parser.MoveNext())
    {
    }
}

static void Read(string text)
{
    if (PolicyReader.Read("bench", text) is PolicyReadResult.Rejected(var problems))
    {
        throw new InvalidOperationException(problems[0].Message);
    }
}
