namespace SgWatch.Aws.Connections;

/// <summary>The settings of the connection to AWS are wrong; the message says which and what was expected.</summary>
public sealed class AwsConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
