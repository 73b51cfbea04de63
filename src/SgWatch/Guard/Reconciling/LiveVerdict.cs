using SgWatch.Calls;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>What a policy makes of a group as it was just read.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="PrefixLists">The entries of prefix lists, as they were read for it.</param>
/// <param name="Unread">
/// Why a prefix list or the memory couldn't be read for now, so that the verdict isn't the last word; null if all was read.
/// </param>
internal sealed record LiveVerdict(Verdict Verdict, PrefixLists PrefixLists, CallFailure? Unread);
