package dev.weir.lab.drill.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of Python that scripts use. */
class CodeTest {
    private static final Map<String, Object> NAMES = Map.of("tcpi_snd_cwnd", 10L, "tcpi_unacked", 3L,
            "tcpi_rtt", 10_400L, "tcpi_options", 5L, "tcpi_state", 1L, "state", "ESTABLISHED");

    private static String failure(String code) {
        return CodeParser.parse(7, code).firstFailure(NAMES::get, new Memory());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd",
        "assert state == ESTABLISHED and not tcpi_unacked > 3; assert (1 + 2) * 3 == 9 or missing",
        "print(tcpi_snd_cwnd); cwnd = 9; cwnd += 1; assert tcpi_snd_cwnd == cwnd, tcpi_snd_cwnd",
        "print \"cwnd\\twnd\"",
        "print \"{}\\t{}\".format(tcpi_snd_cwnd, tcpi_unacked)",
        "assert (tcpi_options & TCPI_OPT_TIMESTAMPS) != 0, tcpi_options",
        "assert tcpi_options == (TCPI_OPT_TIMESTAMPS | TCPI_OPT_WSCALE)",
        "assert tcpi_state == TCP_ESTABLISHED and tcpi_state == TCPI_ESTABLISHED",
        "assert 10000 <= tcpi_rtt <= 11000",
        "assert abs(tcpi_rtt - 10500) < 200 and max(1, 2) == 2 and min([4, 3]) == 3",
        "assert 7 // 2 == 3 and 7 % 4 == 3 and 7 / 2 == 3.5 and 2 ** 10 == 1024 and -7 // 2 == -4",
        "assert (1 << 4 | 3) ^ 1 == 0x12 and ~0 == -1",
        "assert tcpi_snd_cwnd in (9, 10) and tcpi_snd_cwnd not in [1]",
        "assert (1 if tcpi_unacked else 2) == 1",
        "assert True, 'never ; told, here' # a comment", "assert 1, f'{tcpi_rtt}: don\"t, tell'",
        "assert (tcpi_snd_cwnd == 3, 'a tuple is true')",
        "assert tcpi_snd_cwnd == \\\n    10",
        "assert (tcpi_snd_cwnd ==\n    10)",
        "if tcpi_unacked > 5:\n    x = 1\nelif tcpi_unacked == 3:\n    x = 2\nelse:\n    x = 3\nassert x == 2",
        "if tcpi_unacked: assert True",
        "def twice(x):\n    y = x * 2\n    return y\nassert twice(twice(2)) == 8",
        "total = 0\nfor i in range(1, 5): total += i\nassert total == 10",
        "\n assert 1\n assert 2\n",
        "a = [1, 2, 3]\nassert a[0] + a[-1] == 4 and len(a) == 3 and int(2.7) == 2"})
    void whatHoldsHolds(String code) {
        assertThat(failure(code)).isNull();
    }

    @Test
    void aFailureNamesTheStatementAndItsValues() {
        assertThat(failure("assert tcpi_unacked == 3\nassert tcpi_snd_cwnd < 10, tcpi_rtt"))
                .isEqualTo("assert tcpi_snd_cwnd < 10, tcpi_rtt\n  where tcpi_snd_cwnd = 10\n  10400");
        assertThat(failure("if tcpi_unacked == 3:\n  assert False")).isEqualTo("assert False");
    }

    @Test
    void variablesAndFunctionsLastFromBlockToBlock() {
        var memory = new Memory();
        assertThat(CodeParser.parse(1, "cwnd = tcpi_snd_cwnd\ndef next(x): return x + 1")
                .firstFailure(NAMES::get, memory)).isNull();
        assertThat(CodeParser.parse(2, "assert next(cwnd) == 11").firstFailure(NAMES::get, memory)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            assert 1 +                     | a value expected
            assert 1 2                     | an operator expected
            assert (1                      | a bracket is not closed
            import os                      | 'import os': this statement is not known
            while True: pass               | this statement is not known
            assert 'x'.upper() == 'X'      | method upper
            assert tcpi_snd_cwnd == 10, 1, 2 | one condition and one message
            def f                          | def NAME
            if 1                           | ':' expected
            """)
    void whatIsNotUnderstoodIsNotApplicable(String code, String why) {
        assertThatThrownBy(() -> failure(code)).isInstanceOf(NotApplicable.class).hasMessageContaining(why);
        assertThat(Script.parse("s", "0 %{ " + code + " }%").obstacles()).singleElement()
                .satisfies(obstacle -> assertThat(obstacle.feature()).contains(why));
    }

    @Test
    void anUnknownFieldOfTheConnectionIsNotApplicable() {
        assertThatThrownBy(() -> failure("assert tcpi_busy_time == 1"))
                .isInstanceOf(NotApplicable.class).hasMessage("tcp_info field tcpi_busy_time");
        assertThatThrownBy(() -> failure("assert mean(1, 2) == 1"))
                .isInstanceOf(NotApplicable.class).hasMessage("code: function mean");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assert nothing == 1      | unknown name nothing
            assert 1 / 0             | division by zero
            assert state + 1         | ESTABLISHED is not a number
            assert [1][5]            | out of range
            """)
    void whatIsWrongInItselfIsAnError(String code, String why) {
        assertThatThrownBy(() -> failure(code)).isInstanceOfSatisfying(ScriptError.class,
                error -> assertThat(error.line()).isEqualTo(7)).hasMessageContaining(why);
    }

    @Test
    void codeThatDoesNotEndIsStopped() {
        assertThatThrownBy(() -> failure("def f(x): return f(x)\nf(1)")).isInstanceOf(NotApplicable.class);
        assertThatThrownBy(() -> failure("for i in range(1000):\n  for j in range(1000):\n    x = 1"))
                .isInstanceOf(NotApplicable.class).hasMessageContaining("statements");
        assertThatThrownBy(() -> failure("range(10000000)")).isInstanceOf(NotApplicable.class);
    }
}
