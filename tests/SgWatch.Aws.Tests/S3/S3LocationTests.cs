using SgWatch.Aws.S3;

namespace SgWatch.Aws.Tests.S3;

public class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket/sgwatch.yaml", "bucket", "sgwatch.yaml", null)]
    [InlineData("s3://my.bucket-1/a/b c/ü?.yaml", "my.bucket-1", "a/b c/ü?.yaml", null)]
    [InlineData("s3://bucket//x", "bucket", "/x", null)]
    [InlineData("s3://bucket/x?versionId=3HL4kqtJ.lcp_X", "bucket", "x", "3HL4kqtJ.lcp_X")]
    [InlineData("s3://bucket/x?versionId=a?versionId=b", "bucket", "x?versionId=a", "b")]
    public void A_location_is_bucket_key_and_version_and_reads_back(string text, string bucket, string key, string? version)
    {
        Assert.True(S3Location.TryParse(text, out var location));
        Assert.Equal((bucket, key, version), (location.Bucket, location.Key, location.VersionId));
        Assert.Equal(text, location.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sgwatch.yaml")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3://bucket/?versionId=v")]
    [InlineData("s3://bucket/x?versionId=")]
    [InlineData("s3:///x")]
    [InlineData("s3://ab/x")]
    [InlineData("s3://Bucket/x")]
    [InlineData("s3://bucket@example.com/x")]
    [InlineData("s3://bucket#/x")]
    [InlineData("s3://a..b/x")]
    [InlineData("s3://-bucket/x")]
    [InlineData("https://bucket/x")]
    public void Anything_else_is_none(string? text) => Assert.False(S3Location.TryParse(text, out _));
}
