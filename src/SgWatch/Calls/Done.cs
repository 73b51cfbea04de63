namespace SgWatch.Calls;

/// <summary>The value of a call that answers nothing but that it succeeded.</summary>
public readonly record struct Done;
