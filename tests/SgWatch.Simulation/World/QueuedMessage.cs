namespace SgWatch.Simulation.World;

/// <summary>A message in the queue.</summary>
/// <param name="id">Its id.</param>
/// <param name="body">What it says.</param>
internal sealed class QueuedMessage(string id, string body)
{
    public string Id => id;

    public string Body => body;

    /// <summary>How often it was received.</summary>
    public int Received { get; set; }
}
