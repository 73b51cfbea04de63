using SgWatch.Lab.Identities;

namespace SgWatch.Simulation.Laws;

/// <summary>Who acts in the simulation.</summary>
internal static class People
{
    public const string Account = "111122223333";
    public const string PipelineRole = $"arn:aws:iam::{Account}:role/pipeline";

    /// <summary>Somebody who opens what is forbidden.</summary>
    public static LabIdentity Attacker { get; } = Session("dev", "mallory");

    /// <summary>Somebody who opens what is forbidden, and who names the session as the pipeline is named.</summary>
    public static LabIdentity Impostor { get; } = Session("dev", "pipeline");

    /// <summary>Somebody who works within the policy.</summary>
    public static LabIdentity Honest { get; } = Session("ops", "alice");

    /// <summary>The pipeline that <c>unless-changed-by</c> names.</summary>
    public static LabIdentity Pipeline { get; } = Session("pipeline", "run-1");

    /// <summary>A robot that puts back what it wants.</summary>
    public static LabIdentity Controller { get; } = Session("controller", "loop");

    /// <summary>Somebody who undoes what the guard did.</summary>
    public static LabIdentity Undoer { get; } = Session("security", "bob");

    /// <summary>Who built the world before the guard came.</summary>
    public static LabIdentity Founder { get; } = Session("ops", "founder");

    /// <summary>The guard.</summary>
    public static LabIdentity Guard(string? incidentId) => Session("sgwatch", incidentId ?? "guard");

    public static bool IsGuard(LabIdentity who) => who.Name == "sgwatch";

    private static LabIdentity Session(string role, string session) =>
        new($"arn:aws:sts::{Account}:assumed-role/{role}/{session}") { SourceIpAddress = "52.1.2.3" };
}
