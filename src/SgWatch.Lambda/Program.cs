using System.Security.Cryptography;
using SgWatch.Aws.Settings;
using SgWatch.Aws.Trust;
using SgWatch.Lambda;
using SgWatch.Lambda.Logs;
using SgWatch.Lambda.Runtime;
using SgWatch.Lambda.Settings;

SystemTrustStore.Defer(); // first: a cold start has no time for certificates that it won't need
var time = TimeProvider.System;
var output = Console.OpenStandardOutput();
var log = new LogWriter(output, time);
if (Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } host)
{
    const string NoApi = "AWS_LAMBDA_RUNTIME_API is not set: this program is the bootstrap of a Lambda function and runs there.";
    log.Error(null, NoApi, "Runtime.NoApi");
    return 1;
}
using var api = new RuntimeApi(host);
try
{
    var settings = FunctionSettings.Read(Environment.GetEnvironmentVariable);
    log = new LogWriter(output, time, settings.LogLevel);
    log.Info(null, "started");
    if (settings.Table is null)
    {
        log.Warn(null, "SGWATCH_TABLE is not set: nothing is remembered, and new is only what an event names");
    }
    var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue)); // not the time, which another instance may share
    using var function = new GuardFunction(settings, log, time, random);
    await new RuntimeLoop(api, function.HandleAsync, log, time).RunAsync(CancellationToken.None);
    return 0;
}
catch (Exception exception) when (exception is SettingsException or AwsConfigurationException)
{
    log.Error(null, exception.Message, "Runtime.InvalidConfiguration");
    await api.FailInitAsync(new("Runtime.InvalidConfiguration", exception.Message), CancellationToken.None);
    return 1;
}
catch (HttpRequestException exception)
{
    log.Error(null, $"The Lambda Runtime API failed: {exception.Message}", "Runtime.ApiFailed");
    return 1;
}
