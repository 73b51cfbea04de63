using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Writes verdicts in one format, one after another. Disposing it writes what is left.</summary>
/// <remarks>A new format is a new writer, and a row in <see cref="VerdictFormats"/>.</remarks>
public interface IVerdictWriter : IDisposable
{
    /// <summary>Writes the next verdict.</summary>
    void Write(Verdict verdict);
}
