using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Loop;

/// <summary>With moto's server behind the lab.</summary>
public sealed class OpeningTestsOnMoto(OpeningTestsOnMoto.Fixture fixture) : OpeningTests, IClassFixture<OpeningTestsOnMoto.Fixture>
{
    protected override LabProcess Lab => fixture.Lab;

    public sealed class Fixture : IAsyncLifetime
    {
        private MotoServer _moto = null!;

        public LabProcess Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _moto = await MotoServer.StartAsync();
            Lab = await LabProcess.StartAsync(_moto.Url);
        }

        public async ValueTask DisposeAsync()
        {
            await Lab.DisposeAsync();
            await _moto.DisposeAsync();
        }
    }
}
