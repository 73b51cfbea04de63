namespace SgWatch.Aws.Calls;

/// <summary>A stored item can't be read: it is damaged, or has words that this version doesn't know.</summary>
/// <param name="item">The item, as a person finds it in the table.</param>
/// <param name="cause">What is wrong with it.</param>
internal sealed class UnreadableItemException(string item, Exception cause) : Exception(
    $"The item {item}: {cause.Message.TrimEnd('.')}. A later version of SgWatch may have written it.", cause);
