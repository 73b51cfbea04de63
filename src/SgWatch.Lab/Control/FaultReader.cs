using SgWatch.Lab.Api;

namespace SgWatch.Lab.Control;

/// <summary>Reads what InjectFault asks for.</summary>
internal static class FaultReader
{
    public static Fault Read(LabCall call)
    {
        var error = new AwsError(
            call.Parameters["Code"].Value ?? "InternalError", call.Parameters["Message"].Value
                ?? "A fault that somebody asked the lab for.",
            (int)(call.Parameters["StatusCode"].Number ?? 400));
        var (action, groupId) = (Required("ActionName"), Required("GroupId"));
        return new(Matches, error) { IsAfter = call.Parameters["After"].IsTrue, Times = call.Parameters["Times"].Number ?? 1 };

        // the calls of whoever asked for the fault are spared
        bool Matches(LabCall other) =>
            other.Action == action && other.Parameters["GroupId"].Value == groupId && other.AccessKeyId != call.AccessKeyId;

        string Required(string name) => call.Parameters[name].Value ?? throw AwsErrorException.Missing(name);
    }
}
