using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SgWatch.Bench.Judge;
using SgWatch.Cli;

// The whole command `sgwatch judge --grouped` against only tokenising the same file with Utf8JsonReader: alternating runs, medians, one ratio.
const int Runs = 5;
var groups = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var policy = Path.Combine(AppContext.BaseDirectory, "policy.yaml");
var path = Path.Combine(Path.GetTempPath(), $"sgwatch-bench-{Environment.ProcessId}.json");
try
{
    RuleFile.Write(path, groups);
    Console.WriteLine($"{groups:N0} groups, {groups * 10:N0} rules, {new FileInfo(path).Length / 1e6:N0} MB");
    var (tokens, judged) = (new List<double>(), new List<double>());
    for (var run = -1; run < Runs; run++) // the first warms up
    {
        var token = Time(() => Tokenise(path));
        var judge = Time(() => Judge(path, policy));
        if (run >= 0)
        {
            tokens.Add(token);
            judged.Add(judge);
        }
    }
    var ratio = Median(judged.Zip(tokens, (j, t) => j / t));
    Console.WriteLine($"tokenise {Median(tokens):N2} s   judge {Median(judged):N2} s   ratio {ratio:N2}   peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:N0} MiB");
    return 0;
}
finally
{
    File.Delete(path);
}

static double Time(Action work)
{
    GC.Collect();
    var start = Stopwatch.GetTimestamp();
    work();
    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}

static void Tokenise(string path)
{
    using var file = File.OpenRead(path);
    var buffer = new byte[1 << 16];
    var (kept, state, isLast) = (0, new JsonReaderState(), false);
    while (!isLast)
    {
        var read = file.Read(buffer, kept, buffer.Length - kept);
        isLast = read == 0;
        var reader = new Utf8JsonReader(buffer.AsSpan(0, kept + read), isLast, state);
        while (reader.Read())
        {
        }
        state = reader.CurrentState;
        var rest = buffer.AsSpan((int)reader.BytesConsumed, kept + read - (int)reader.BytesConsumed);
        kept = rest.Length;
        rest.CopyTo(buffer);
    }
}

static void Judge(string path, string policy)
{
    using var error = new StringWriter();
    var code = CommandLine.RunAsync(["judge", "--grouped", "--policy", policy, path], Stream.Null, TextWriter.Null, error).GetAwaiter().GetResult();
    if (code != 1)
    {
        throw new InvalidOperationException($"judge ended with {code}: {error}");
    }
}
