using System.Collections.Immutable;
using SgWatch.Reports;

namespace SgWatch.Guard.Remembering;

/// <summary>The baseline of an account and region, as far as it could be read.</summary>
/// <param name="Rows">What is tolerated, and what is expected.</param>
/// <param name="Unreadable">Whose memory can't be understood, such as <c>111122223333/eu-west-1/sg-1</c>.</param>
public sealed record BaselineList(ImmutableArray<BaselineRow> Rows, ImmutableArray<string> Unreadable);
