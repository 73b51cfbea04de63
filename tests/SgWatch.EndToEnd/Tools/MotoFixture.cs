namespace SgWatch.EndToEnd.Tools;

/// <summary>One moto server for every test class of the collection <see cref="UsesMoto"/>, which run one after another.</summary>
public sealed class MotoFixture : IAsyncLifetime
{
    private MotoServer? _server;

    public MotoServer Server => _server ?? throw new InvalidOperationException("The fixture isn't initialised.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await MotoServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
