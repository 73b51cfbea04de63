using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

public sealed class FlowSpaceTests
{
    [Theory]
    [InlineData(0, false, 0)]
    [InlineData(ServiceSpace.Last, false, ServiceSpace.Last)]
    [InlineData(FlowSpace.FirstEgress, true, 0)]
    [InlineData(FlowSpace.Last, true, ServiceSpace.Last)]
    public void A_point_is_a_direction_and_a_service_point(uint point, bool isEgress, uint servicePoint)
    {
        Assert.Equal(point, FlowSpace.Point(isEgress, servicePoint));
        Assert.Equal(isEgress, FlowSpace.IsEgress(point));
        Assert.Equal(servicePoint, FlowSpace.ServicePoint(point));
    }
}
