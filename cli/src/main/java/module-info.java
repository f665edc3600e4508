/** The {@code weir} command: one class per command, over all the other modules. */
module dev.weir.cli {
    requires dev.weir.core;
    requires info.picocli;

    opens dev.weir.cli to info.picocli;
}
