namespace SgWatch.Simulation.World;

/// <summary>A bug that is put between the guard and its services, to see how many seeds find it.</summary>
internal enum Plant
{
    /// <summary>No bug.</summary>
    None,

    /// <summary>The memory loses what is tolerated.</summary>
    ForgetsBaseline,

    /// <summary>The memory loses the rules.</summary>
    ForgetsRules,

    /// <summary>The memory loses which rules a person is about to put back.</summary>
    ForgetsExpected,

    /// <summary>A process never reads the policy again.</summary>
    KeepsPolicy,

    /// <summary>The record loses how incidents ended.</summary>
    LosesEnds,

    /// <summary>The record lets every guard notify people.</summary>
    NotifiesTwice,

    /// <summary>A revocation takes a neighbour too.</summary>
    TakesOneMore,

    /// <summary>A sweep's listing lacks the last group.</summary>
    ListsTooFew,

    /// <summary>CloudTrail never knows who made a rule.</summary>
    KnowsNobody,

    /// <summary>One message to people in ten is lost, and counts as sent.</summary>
    LosesMail,

    /// <summary>A revocation does nothing and says that it is done.</summary>
    TakesNothing,
}
