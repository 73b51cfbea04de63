namespace SgWatch.Policies.Reading;

/// <summary>What messages say about ids, accounts and regions that aren't what <see cref="Rules.AwsIds"/> accepts.</summary>
internal static class IdForms
{
    public const string Group = "a group's id such as sg-0123456789abcdef0";
    public const string PrefixList = "a prefix list's id such as pl-0123456789abcdef0";
    public const string Vpc = "a VPC's id such as vpc-0123456789abcdef0";
    public const string Account = "an account: its 12 digits";
    public const string Region = "a Region such as eu-west-1";
}
