using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Code;

/// <summary>Which types each file uses: those it names, and those whose members it names.</summary>
internal static class Uses
{
    private static readonly Lazy<(ImmutableArray<Use> Known, ImmutableArray<Breach> Unknown)> Everything = new(Collect);

    private static readonly Lazy<HashSet<string>> OurTypes = new(() =>
    [
        .. from file in SourceTree.WithExtension("cs")
           from node in CodeBase.Parse(file).GetRoot().DescendantNodes(node => node is not BaseMethodDeclarationSyntax)
           where node is BaseTypeDeclarationSyntax
           select ((BaseTypeDeclarationSyntax)node).Identifier.ValueText,
    ]);

    /// <summary>Each type that a file uses, once per file, with the first line that uses it.</summary>
    public static ImmutableArray<Use> All => Everything.Value.Known;

    /// <summary>Names that the compiler couldn't resolve: as long as there are any, <see cref="All"/> may lack a use.</summary>
    public static ImmutableArray<Breach> Unresolved => Everything.Value.Unknown;

    private static (ImmutableArray<Use>, ImmutableArray<Breach>) Collect()
    {
        var known = new ConcurrentDictionary<(string, string), Use>();
        var unknown = new ConcurrentBag<Breach>();
        Parallel.ForEach(Files(), file =>
        {
            var model = file.Compilation.GetSemanticModel(file.Tree);
            var isTest = !file.Tree.FilePath.StartsWith("src/", StringComparison.Ordinal);
            foreach (var node in file.Tree.GetRoot().DescendantNodes().Where(node => isTest ? IsTypeName(node) : IsName(node)))
            {
                var symbol = isTest ? TypeNamed(model, (SimpleNameSyntax)node) : SymbolOf(model, node);
                var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                if (symbol is null && isTest)
                {
                    continue; // a member that is called as a type is
                }
                if (symbol is null)
                {
                    unknown.Add(new(file.Tree.FilePath, line, $"'{node}' isn't understood"));
                }
                else if (UseOf(symbol, file.Tree.FilePath, line) is { } use)
                {
                    known.TryAdd((use.Path, use.Owner), use);
                }
            }
        });
        return ([.. known.Values], [.. unknown]);
    }

    private static IEnumerable<(Compilation Compilation, SyntaxTree Tree)> Files() =>
        from project in ProjectFile.All
        let compilation = CodeBase.Compile(project)
        from tree in compilation.SyntaxTrees
        where tree.FilePath.StartsWith($"{project.Folder}/", StringComparison.Ordinal)
        select ((Compilation)compilation, tree);

    private static bool IsName(SyntaxNode node) => node switch
    {
        ImplicitObjectCreationExpressionSyntax => true,
        IdentifierNameSyntax { Identifier.ValueText: "var" or "_" or "notnull" or "nameof" or "field" or "value" } => false,
        SimpleNameSyntax name => name.Parent is not (NameColonSyntax or NameEqualsSyntax)
            && name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
            && name.Ancestors().FirstOrDefault(part => part is not QualifiedNameSyntax) is not BaseNamespaceDeclarationSyntax,
        _ => false,
    };

    // binding every line of the tests takes as long as all else, so there a type is found by the name that stands for it
    private static bool IsTypeName(SyntaxNode node) =>
        node is SimpleNameSyntax name && OurTypes.Value.Contains(name.Identifier.ValueText) && IsName(node)
        && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name);

    private static INamedTypeSymbol? TypeNamed(SemanticModel model, SimpleNameSyntax name) =>
        model.LookupNamespacesAndTypes(name.SpanStart, name: name.Identifier.ValueText).OfType<INamedTypeSymbol>()
            .OrderByDescending(type => type.Arity == name.Arity).FirstOrDefault();

    private static ISymbol? SymbolOf(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    private static Use? UseOf(ISymbol symbol, string path, int line)
    {
        if (TypeOf(symbol) is not { ContainingAssembly: not null, IsTupleType: false, IsAnonymousType: false } type)
        {
            return null;
        }
        var files = type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Order(StringComparer.Ordinal);
        var file = files.FirstOrDefault();
        return file == path ? null : new(path, line, type.Name, file ?? type.ContainingAssembly.Name, file is not null);
    }

    /// <summary>The type that the symbol is or belongs to; for a nested one, the type around it.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol symbol)
    {
        var type = symbol switch
        {
            INamedTypeSymbol named => named,
            IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
            IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType,
            _ => null,
        };
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }
        return type?.OriginalDefinition;
    }
}
