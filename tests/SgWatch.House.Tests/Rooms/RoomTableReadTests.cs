using SgWatch.House.Tests.Docs;

namespace SgWatch.House.Tests.Rooms;

/// <summary>How the room tables are read.</summary>
public class RoomTableReadTests
{
    private static readonly RoomTable Table = RoomTable.Read(new MarkdownFile(new(RoomTable.Path,
        """
        # Architecture
        ## Rooms
        | room | what it is | may use |
        | --- | --- | --- |
        | `src/A` | the heart | nothing but `Yaml` |
        | `src/B` | the shell | `src/A`, `Aws` |
        | `docs` | for people | |

        ### Inside `src/A`
        | room | what it is |
        | --- | --- |
        | `Low` | first |
        | `./` | last |

        ### Folders in the rooms of `src/A`
        | folder | what it is | also uses |
        | --- | --- | --- |
        | `Low/In` | first | |
        | `Low/Out` | last | `Low/Out`, itself |

        ## Another section
        | room | what it is |
        | --- | --- |
        | `none` | isn't read |
        """)));

    [Fact]
    public void A_row_is_a_project_or_a_folder_and_what_it_may_use() => Assert.Equal(
        ["src/A: Yaml", "src/B: src/A Aws", "docs: "], Table.Projects.Select(row => $"{row.Name}: {string.Join(' ', row.MayUse)}"));

    [Fact]
    public void A_rooms_folders_come_in_their_order_with_what_they_also_use() => Assert.Equal(
        ["src/A Low/In: ", "src/A Low/Out: Low/Out"],
        Table.Folders.Select(row => $"{row.Project} {row.Name}: {string.Join(' ', row.MayUse)}"));

    [Fact]
    public void A_projects_rooms_come_in_their_order() =>
        Assert.Equal(["Low", RoomTable.Top], Table.RoomsOf("src/A").Select(row => row.Name));
}
