using System.Text.Json;

namespace SgWatch.Reports;

/// <summary>A report that a command writes once, for people or for programs.</summary>
public interface IReport
{
    /// <summary>Writes it for people.</summary>
    void WriteText(TextWriter output);

    /// <summary>Writes it for programs, as one value.</summary>
    void WriteJson(Utf8JsonWriter json);
}
