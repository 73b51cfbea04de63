namespace SgWatch.Simulation.Runs;

/// <summary>A bug that is put between the guard and its services, to see how many seeds find it.</summary>
internal enum Plant
{
    /// <summary>No bug.</summary>
    None,

    /// <summary>The memory loses what is tolerated.</summary>
    ForgetsBaseline,

    /// <summary>The memory loses the rules.</summary>
    ForgetsRules,

    /// <summary>The record loses how incidents ended.</summary>
    LosesEnds,

    /// <summary>Every guard is told that it is the one to notify people.</summary>
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
