package dev.weir.lab.drill.script;

/**
 * Why a script cannot be judged here: it uses something that the stack does not claim, or that nobody has taught the
 * runner. Neither the script nor the stack is wrong.
 *
 * @param line of the script, from 1
 * @param feature what it would take, for people and for counting: {@code TCP Fast Open (RFC 7413)}
 */
public record Obstacle(int line, String feature) {
    @Override
    public String toString() {
        return "line " + line + ": " + feature;
    }
}
