using System.Net;
using SgWatch.Calls;
using static SgWatch.Aws.Tests.Ec2.Ec2SecurityGroupsTests;

namespace SgWatch.Aws.Tests.Ec2;

/// <summary>Prefix lists, read through the EC2 API.</summary>
public sealed class Ec2PrefixListTests
{
    [Fact]
    public async Task A_prefix_list_is_the_set_of_all_its_pages()
    {
        var aws = FakeAws.Answering(form => form["Action"] == "DescribeManagedPrefixLists" ? State("create-complete")
            : form.ContainsKey("NextToken") ? Entries(null, "2001:db8::/32")
            : Entries("p2", "10.0.0.0/9", "10.128.0.0/9"));

        var set = Value(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None));

        Assert.Equal(["10.0.0.0/8", "2001:db8::/32"], set.Addresses.ToCidrs());
    }

    [Theory]
    [InlineData("create-in-progress")]
    [InlineData("modify-in-progress")]
    [InlineData("restore-in-progress")]
    public async Task A_prefix_list_that_is_being_changed_is_to_be_read_again(string state)
    {
        var aws = FakeAws.Answering(form =>
            form["Action"] == "DescribeManagedPrefixLists" ? State(state) : Entries(null, "10.0.0.0/8"));

        var failure = Failure(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None));

        Assert.Equal((CallFailureKind.Transient, state, "DescribeManagedPrefixLists"), (failure.Kind, failure.Code, failure.Operation));
        Assert.Single(aws.Calls);
    }

    [Theory] // after a change that failed, the entries before it are in force
    [InlineData("create-complete")]
    [InlineData("modify-complete")]
    [InlineData("restore-complete")]
    [InlineData("modify-failed")]
    [InlineData("")]
    public async Task A_prefix_list_in_any_other_state_is_read(string state)
    {
        var aws = FakeAws.Answering(form =>
            form["Action"] == "DescribeManagedPrefixLists" ? State(state) : Entries(null, "10.0.0.0/8"));

        Assert.Equal(["10.0.0.0/8"], Value(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None)).Addresses.ToCidrs());
    }

    [Fact]
    public async Task A_prefix_list_without_entries_is_the_empty_set()
    {
        var aws = FakeAws.Answering(form => $"<{form["Action"]}Response/>");
        Assert.True(Value(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None)).Addresses.IsEmpty);
    }

    [Fact]
    public async Task A_prefix_list_with_an_unreadable_entry_is_not_read_in_part() =>
        Assert.Equal("UnreadableEntry", Failure(await Open(FakeAws.Answering(form =>
                form["Action"] == "DescribeManagedPrefixLists" ? State("create-complete") : Entries(null, "10.0.0.0/8", "nonsense")))
            .ReadPrefixListAsync("pl-1", CancellationToken.None)).Code);

    [Fact] // a role from before the guard asked for the state
    public async Task Where_the_state_may_not_be_read_the_entries_are_read_all_the_same()
    {
        var aws = new FakeAws((form, _) => Task.FromResult(form["Action"] == "DescribeManagedPrefixLists"
            ? (HttpStatusCode.Forbidden, FakeAws.Ec2Error("UnauthorizedOperation"))
            : (HttpStatusCode.OK, Entries(null, "10.0.0.0/8"))));

        Assert.Equal(["10.0.0.0/8"], Value(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None)).Addresses.ToCidrs());
    }

    [Fact]
    public async Task A_prefix_list_that_is_not_there_is_not_found()
    {
        var aws = FakeAws.Refusing(HttpStatusCode.BadRequest, FakeAws.Ec2Error("InvalidPrefixListID.NotFound"));

        Assert.Equal(
            CallFailureKind.NotFound, Failure(await Open(aws).ReadPrefixListAsync("pl-1", CancellationToken.None)).Kind);
    }

    private static string State(string state) => Response(
        "DescribeManagedPrefixLists",
        $"<prefixListSet><item><prefixListId>pl-1</prefixListId><state>{state}</state></item></prefixListSet>");

    private static string Entries(string? next, params string[] cidrs)
    {
        var entries = string.Concat(cidrs.Select(cidr => $"<item><cidr>{cidr}</cidr></item>"));
        return Response("GetManagedPrefixListEntries", $"<entrySet>{entries}</entrySet>{Next(next)}");
    }
}
