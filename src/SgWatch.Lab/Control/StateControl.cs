using System.Globalization;
using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;
using SgWatch.Lab.Trail;

namespace SgWatch.Lab.Control;

/// <summary>The calls that make the lab behave worse for a while: Consistency, Clock and Record. Each answers how it is now.</summary>
/// <param name="account">The lab's account.</param>
/// <param name="clock">The lab's clock.</param>
/// <param name="record">The guard's record.</param>
/// <param name="hasUpstream">Whether another emulator does the EC2 part.</param>
internal sealed class StateControl(LabAccount account, LabClock clock, RecordSwitch record, bool hasUpstream)
{
    private const double MaxDelaySeconds = 3600;
    private const double MaxLagSeconds = 10; // no call to AWS takes longer
    private const double MaxAheadSeconds = 10 * 365 * 86400.0;

    private Ec2Settings Ec2 => account.Settings;

    private TrailSettings Trail => account.Trail.Settings;

    /// <summary>How late changes are seen. What isn't given stays as it is.</summary>
    public Element Consistency(QueryNode parameters)
    {
        string[] ofEc2 = ["ReadSeconds", "ListSeconds", "AppearSeconds", "PrefixListSeconds"];
        if (hasUpstream && Array.Find(ofEc2, name => !parameters[name].IsEmpty) is { } given)
        {
            throw new AwsErrorException("UnsupportedOperation", $"{given}: another emulator answers the calls that read (--upstream).");
        }
        Ec2.ReadDelay = Seconds(parameters, "ReadSeconds", MaxDelaySeconds) ?? Ec2.ReadDelay;
        Ec2.ListDelay = Seconds(parameters, "ListSeconds", MaxDelaySeconds) ?? Ec2.ListDelay;
        Ec2.AppearDelay = Seconds(parameters, "AppearSeconds", MaxDelaySeconds) ?? Ec2.AppearDelay;
        Ec2.PrefixListDelay = Seconds(parameters, "PrefixListSeconds", MaxDelaySeconds) ?? Ec2.PrefixListDelay;
        Trail.Delay = Seconds(parameters, "LookupSeconds", MaxDelaySeconds) ?? Trail.Delay;
        return new("")
        {
            { "ReadSeconds", Text(Ec2.ReadDelay) },
            { "ListSeconds", Text(Ec2.ListDelay) },
            { "AppearSeconds", Text(Ec2.AppearDelay) },
            { "PrefixListSeconds", Text(Ec2.PrefixListDelay) },
            { "LookupSeconds", Text(Trail.Delay) },
        };
    }

    /// <summary>Puts the lab's clock ahead, and the guard's with it.</summary>
    public Element Clock(QueryNode parameters)
    {
        clock.PutAhead(Seconds(parameters, "Seconds", MaxAheadSeconds) ?? throw AwsErrorException.Missing("Seconds"));
        return new("")
        {
            { "Now", clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) },
            { "AheadSeconds", Text(clock.Ahead) },
        };
    }

    /// <summary>Makes the guard's table fail or slow, or work again. What isn't given stays as it is.</summary>
    public Element Record(QueryNode parameters)
    {
        if (parameters["Fails"].IsEmpty && parameters["LagSeconds"].IsEmpty)
        {
            throw AwsErrorException.Missing("Fails");
        }
        var lag = Seconds(parameters, "LagSeconds", MaxLagSeconds) ?? record.Lag;
        if (!parameters["Fails"].IsEmpty)
        {
            var code = parameters["Code"].Value ?? "InternalServerError";
            record.Error = parameters["Fails"].IsTrue
                ? new(code, "Somebody asked the lab for a record that fails.", (int)(parameters["StatusCode"].Number ?? 500))
                : null;
        }
        record.Lag = lag;
        return new("")
        {
            { "Fails", record.Error is not null }, { "Code", record.Error?.Code }, { "LagSeconds", Text(record.Lag) },
        };
    }

    private static TimeSpan? Seconds(QueryNode parameters, string name, double most) => parameters[name].Value switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= most => TimeSpan.FromSeconds(seconds),
        var text => throw AwsErrorException.Invalid($"{name} '{text}': expected 0 to {most} seconds, such as 2 or 0.5."),
    };

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
