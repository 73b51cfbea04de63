using SgWatch.Calls;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>What a policy makes of a group as it was just read.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="UnreadList">
/// Why a prefix list couldn't be read for now, so that the verdict isn't the last word; null if all were read.
/// </param>
internal sealed record LiveVerdict(Verdict Verdict, CallFailure? UnreadList);
