using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;

namespace SgWatch.Tests.Guard.Remembering;

public sealed class ProcessMemoryStoreTests : MemoryStoreLaws
{
    protected override IMemoryStore Store { get; } = new ProcessMemoryStore();
}
