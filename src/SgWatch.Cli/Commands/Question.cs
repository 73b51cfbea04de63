namespace SgWatch.Cli.Commands;

/// <summary>Asks the person at the terminal before something is changed.</summary>
internal static class Question
{
    private const int MaxAnswer = 100;

    /// <summary>Whether the answer is yes. Only that one line of the input is read.</summary>
    /// <param name="question">The question.</param>
    /// <param name="input">Where the answer comes from.</param>
    /// <param name="error">Where the question is written.</param>
    public static bool IsYes(string question, Stream input, TextWriter error)
    {
        error.Write($"{question} [y/N] ");
        error.Flush();
        var answer = new List<char>();
        while (answer.Count < MaxAnswer && input.ReadByte() is >= 0 and not '\n' and var letter)
        {
            answer.Add((char)letter);
        }
        return new string([.. answer]).Trim().ToLowerInvariant() is "y" or "yes";
    }
}
