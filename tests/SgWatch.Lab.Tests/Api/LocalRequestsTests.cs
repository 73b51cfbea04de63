using SgWatch.Lab.Guarded;
using SgWatch.Policies;

namespace SgWatch.Lab.Tests.Api;

/// <summary>Who may send requests to the lab: programs on this machine, and no web page of another site.</summary>
public sealed class LocalRequestsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string?, string?, int> Requests => new()
    {
        { null, null, null, 200 },
        { "localhost:4566", null, null, 200 },
        { "LOCALHOST", null, null, 200 },
        { "127.0.0.2:80", null, null, 200 },
        { "[::1]:4566", null, null, 200 },
        { "bucket.s3.localhost:4566", null, null, 200 },
        { "ec2.eu-west-1.amazonaws.com", null, null, 200 },
        { "ec2.cn-north-1.amazonaws.com.cn", null, null, 200 },
        { "host.docker.internal:4566", null, null, 200 },
        { "evil.example:4566", null, null, 403 }, // DNS rebinding
        { "10.0.0.1", null, null, 403 },
        { "localhost.evil.example", null, null, 403 },
        { "evilamazonaws.com", null, null, 403 },
        { "amazonaws.com.evil.example", null, null, 403 },
        { null, "https://evil.example", null, 403 },
        { null, "null", null, 403 }, // a page in a sandbox
        { null, "http://localhost:1", null, 403 }, // another port is another site
        { "localhost:4566", "http://localhost:4566", "same-origin", 200 }, // the lab's own page
        { null, null, "cross-site", 403 }, // an image of another site has no Origin
        { null, null, "same-site", 403 },
        { null, null, "none", 200 }, // typed into the address bar
    };

    [Theory, MemberData(nameof(Requests))]
    public async Task One_rule_holds_for_aws_calls_and_for_the_labs_own(string? host, string? origin, string? site, int status)
    {
        await using var lab = await LabHost.StartAsync(new LabOptions(), Cancelled);

        Assert.Equal(status, await SendAsync(new(lab.Url, "/?Action=DescribeRegions&Version=2016-11-15"), host, origin, site));
        Assert.Equal(status, await SendAsync(new(lab.Url, "/?Action=DescribeLab&Version=sgwatch-lab"), host, origin, site));
    }

    [Theory, MemberData(nameof(Requests))]
    public async Task The_same_rule_holds_for_the_labs_data(string? host, string? origin, string? site, int status)
    {
        await using var lab = await GuardedLab.StartAsync(new(), BuiltInPolicy.Instance, TimeProvider.System, _ => { }, Cancelled);
        await using var api = await LabApi.StartAsync(lab, 0, Cancelled);

        Assert.Equal(status, await SendAsync(new(api.Url, "/api/incidents"), host, origin, site));
    }

    [Fact]
    public async Task A_refusal_says_what_is_expected()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions(), Cancelled);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, lab.Url);
        request.Headers.Host = "evil.example";
        using var response = await http.SendAsync(request, Cancelled);

        Assert.Contains("The Host header is 'evil.example'. Expected 127.0.0.1, [::1], localhost,",
            await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private static async Task<int> SendAsync(Uri url, string? host, string? origin, string? site)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host;
        request.Headers.Add("X-SgWatch-Lab", "1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        using var response = await http.SendAsync(request, Cancelled);
        return (int)response.StatusCode;
    }
}
