package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.analyze.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable table() {
        var table = new TextTable(List.of(new Column("#", true, 0), new Column("name", false, 0),
                new Column("size", true, 1), new Column("note", false, 2)));
        table.row(List.of("0", "a-long-name-of-something", "10", "yes"));
        table.row(List.of("11", "b", "", "no"));
        return table;
    }

    @Test
    void numbersStandAtTheRight() {
        assertThat(table().lines(0)).containsExactly(
                " #  name                      size  note",
                " 0  a-long-name-of-something    10  yes",
                "11  b                               no");
    }

    @Test
    void theLeastImportantColumnGoesFirstAndThenTheMiddleOfTexts() {
        assertThat(table().lines(35)).containsExactly(
                " #  name                      size",
                " 0  a-long-name-of-something    10",
                "11  b");
        assertThat(table().lines(20)).containsExactly(
                " # name",
                " 0 a-long-..omething",
                "11 b");
    }

    @Test
    void aColumnThatIsEmptyIsNotShown() {
        var table = new TextTable(List.of(new Column("#", true, 0), new Column("note", false, 1)));
        table.row(List.of("1", ""));
        assertThat(table.lines(0)).containsExactly("#", "1");
    }
}
