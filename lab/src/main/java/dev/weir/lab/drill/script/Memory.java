package dev.weir.lab.drill.script;

import java.util.HashMap;
import java.util.Map;

/** What the code of one run has assigned and defined so far. One for each run, in the order of its steps. */
public final class Memory {
    final Map<String, Object> variables = new HashMap<>();
}
