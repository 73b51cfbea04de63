namespace SgWatch.Lambda.Settings;

/// <summary>The function's environment is wrong; the message says what was expected.</summary>
internal sealed class SettingsException(string message) : Exception(message);
