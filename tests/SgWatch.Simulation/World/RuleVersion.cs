using SgWatch.Lab.Identities;
using SgWatch.Rules;

namespace SgWatch.Simulation.World;

/// <summary>What a rule was from a moment on.</summary>
internal sealed record RuleVersion(DateTimeOffset At, LabIdentity By, string EventName, string EventId, SecurityGroupRule Rule);
