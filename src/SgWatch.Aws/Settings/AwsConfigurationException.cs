namespace SgWatch.Aws.Settings;

/// <summary>A setting of the connection to AWS is wrong. The message names the setting and what was expected.</summary>
public sealed class AwsConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
