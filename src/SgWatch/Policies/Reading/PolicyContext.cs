using SgWatch.Addresses;

namespace SgWatch.Policies.Reading;

/// <summary>What the readers of a policy file's parts share.</summary>
/// <param name="Problems">Takes the mistakes.</param>
/// <param name="Networks">The file's names for sets of addresses.</param>
/// <param name="Services">The file's names for services, as points of <see cref="Rules.ServiceSpace"/>.</param>
internal sealed record PolicyContext(ProblemList Problems, NamedSets<AddressSet> Networks, NamedSets<IntervalSet<uint>> Services);
