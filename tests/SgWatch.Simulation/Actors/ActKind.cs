namespace SgWatch.Simulation.Actors;

/// <summary>What may happen in a story.</summary>
internal enum ActKind
{
    /// <summary>An attacker opens a rule.</summary>
    Open,

    /// <summary>An attacker opens two halves of a /8, one after the other.</summary>
    OpenHalves,

    /// <summary>An attacker borrows the tag of another tier, opens what it allows, and takes the tag off again.</summary>
    BorrowTag,

    /// <summary>An attacker edits a rule to a wide one.</summary>
    ModifyWide,

    /// <summary>An attacker opens a rule through a prefix list.</summary>
    OpenThroughList,

    /// <summary>An attacker widens a prefix list.</summary>
    WidenList,

    /// <summary>Somebody narrows a prefix list again.</summary>
    NarrowList,

    /// <summary>Somebody adds a rule that complies, most of the time.</summary>
    AddHonest,

    /// <summary>Somebody takes a rule away.</summary>
    RemoveHonest,

    /// <summary>Somebody edits only the description of a rule.</summary>
    Describe,

    /// <summary>Terraform replaces a rule: the same text under a new id.</summary>
    Replace,

    /// <summary>The pipeline opens a rule.</summary>
    Pipeline,

    /// <summary>A controller puts a rule back for half an hour, every five minutes.</summary>
    Controller,

    /// <summary>A person undoes an incident.</summary>
    Undo,

    /// <summary>A person accepts a rule, perhaps until the end of a day.</summary>
    Accept,

    /// <summary>A person drops a tolerated rule.</summary>
    Drop,

    /// <summary>Somebody puts the tag of the edge tier on a group, or takes it off.</summary>
    SwitchTag,

    /// <summary>Somebody writes another policy.</summary>
    WritePolicy,

    /// <summary>A service isn't there for a while.</summary>
    Outage,

    /// <summary>A service answers badly for a while.</summary>
    BadService,

    /// <summary>Events get lost, late and doubled for a while.</summary>
    BadEvents,

    /// <summary>EC2 shows changes late for a while.</summary>
    StaleReads,

    /// <summary>Processes die for a while.</summary>
    Deaths,

    /// <summary>No message is handled for some hours.</summary>
    Leap,
}
