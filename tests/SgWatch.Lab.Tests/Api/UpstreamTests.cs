using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SgWatch.Lab.Tests.Api;

public sealed class UpstreamTests
{
    private static readonly string[] Compared = ["eventName", "errorCode", "requestID", "requestParameters", "responseElements"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_and_answers_go_through_byte_for_byte()
    {
        string? seen = null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var echo = builder.Build();
        echo.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            seen = $"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget} "
                + $"{headers.Authorization} {headers.UserAgent} {headers["X-Amz-Date"]} {headers.ContentType} "
                + $"{await reader.ReadToEndAsync()}";
            context.Response.StatusCode = 418;
            context.Response.Headers["x-amzn-requestid"] = "r1";
            context.Response.ContentType = "text/odd";
            await context.Response.WriteAsync("<odd/>");
        });
        await echo.StartAsync(Cancelled);
        await using var lab = await LabHost.StartAsync(new LabOptions { Upstream = new Uri(echo.Urls.First()) }, Cancelled);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(lab.Url, "/a%20b?Action=DescribeVpcs&x=%2F+y"))
        {
            Content = new StringContent("Version=2016-11-15&z=%C3%A9", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization",
            "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/ec2/aws4_request, Signature=0");
        request.Headers.TryAddWithoutValidation("User-Agent", "odd agent (x)");
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        using var response = await http.SendAsync(request, Cancelled);
        Assert.Equal(
            "POST /a%20b?Action=DescribeVpcs&x=%2F+y "
                + "AWS4-HMAC-SHA256 Credential=k/20260101/eu-west-1/ec2/aws4_request, Signature=0 odd agent (x) 20260101T000000Z "
                + "application/x-www-form-urlencoded; charset=utf-8 Version=2016-11-15&z=%C3%A9",
            seen);
        Assert.Equal(
            (418, "r1", "text/odd", "<odd/>"),
            ((int)response.StatusCode, response.Headers.GetValues("x-amzn-requestid").Single(),
                response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(Cancelled)));
    }

    [Theory]
    [InlineData("CreateSecurityGroup", "GroupName=n&GroupDescription=d")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupName=default&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0")]
    [InlineData("CreateManagedPrefixList", "PrefixListName=l&AddressFamily=IPv4&MaxEntries=2&Entry.1.Cidr=10.0.0.0/8")]
    [InlineData("DeleteSecurityGroup", "GroupName=default")]
    public async Task A_change_made_elsewhere_gives_the_record_that_the_lab_itself_would_write(string action, string parameters)
    {
        Assert.Equal(await RecordAsync(false, action, parameters), await RecordAsync(true, action, parameters));
    }

    private static async Task<string> RecordAsync(bool withUpstream, string action, string parameters)
    {
        await using var direct = await LabHost.StartAsync(new LabOptions(), Cancelled);
        await using var before = withUpstream ? await LabHost.StartAsync(new LabOptions { Upstream = direct.Url }, Cancelled) : null;
        var lab = before ?? direct;
        var record = "";
        lab.Events.Subscribe(null, (message, _) =>
        {
            var detail = JsonDocument.Parse(message).RootElement.GetProperty("detail");
            record = string.Join('\n', Compared.Select(name => detail.TryGetProperty(name, out var value) ? value.GetRawText() : ""));
            return Task.CompletedTask;
        });
        using var client = new LabClient(lab.Url);
        await client.Ec2Async(action, parameters);
        await lab.Events.WhenIdleAsync(Cancelled);
        Assert.NotEmpty(record);
        return record;
    }
}
