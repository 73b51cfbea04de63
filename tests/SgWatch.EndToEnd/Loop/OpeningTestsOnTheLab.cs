namespace SgWatch.EndToEnd.Loop;

/// <summary>With the lab's own EC2.</summary>
public sealed class OpeningTestsOnTheLab(OpeningTestsOnTheLab.Fixture fixture) : OpeningTests, IClassFixture<OpeningTestsOnTheLab.Fixture>
{
    protected override LabProcess Lab => fixture.Lab;

    public sealed class Fixture : IAsyncLifetime
    {
        public LabProcess Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Lab = await LabProcess.StartAsync();

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
