using System.Text;
using System.Xml;
using SgWatch.Text;

namespace SgWatch.Lab.Api;

/// <summary>What a service of the lab says to a call.</summary>
/// <param name="RequestId">The id of this call.</param>
/// <param name="Error">Why not; null for a success.</param>
/// <param name="Content">The answer of a success, without the elements around it.</param>
internal sealed record LabAnswer(string RequestId, AwsError? Error, Element Content)
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };

    /// <summary>The answer in JSON. Null if <see cref="Content"/> is all of it.</summary>
    public byte[]? Json { get; init; }

    public int StatusCode => Error?.StatusCode ?? 200;

    /// <summary>The XML of the EC2 protocol.</summary>
    /// <remarks>Source: EC2 API Reference, Making requests to the Amazon EC2 API: responses, error responses.</remarks>
    public byte[] ToEc2Xml(string action) => Error is null
        ? Write(new($"{action}Response") { { "requestId", RequestId }, Content.Children }, "http://ec2.amazonaws.com/doc/2016-11-15/")
        : Write(new("Response") { new Element("Errors") { ErrorElement(Error) }, new Element("RequestID", RequestId) }, null);

    /// <summary>The XML of the Query protocol of SNS and STS.</summary>
    public byte[] ToQueryXml(string action, string xmlNamespace) => Error is null
        ? Write(
            new($"{action}Response") {
                new Element($"{action}Result") { Content.Children }, new Element("ResponseMetadata") { { "RequestId", RequestId } } },
            xmlNamespace)
        : Write(new("ErrorResponse") {
            ErrorElement(Error, Error.StatusCode < 500 ? "Sender" : "Receiver"), new Element("RequestId", RequestId) }, xmlNamespace);

    /// <summary>The JSON of the AWS JSON protocol: <see cref="Json"/>, or the texts of <see cref="Content"/>.</summary>
    public byte[] ToJson()
    {
        if (Error is null && Json is not null)
        {
            return Json;
        }
        IEnumerable<(string Name, string Text)> members = Error is null
            ? Content.Select(static element => (element.Name, element.Text))
            : [("__type", Error.Code), ("message", Error.Message)];
        return JsonOutput.ObjectBytes(json =>
        {
            foreach (var (name, text) in members)
            {
                json.WriteString(name, text);
            }
        });
    }

    private static Element ErrorElement(AwsError error, string? type = null) =>
        new("Error") { { "Type", type }, { "Code", error.Code }, { "Message", error.Message } };

    private static byte[] Write(Element root, string? xmlNamespace)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartDocument();
            writer.WriteStartElement(root.Name, xmlNamespace);
            foreach (var child in root)
            {
                child.WriteTo(writer);
            }
            writer.WriteEndElement();
        }
        return stream.ToArray();
    }
}
