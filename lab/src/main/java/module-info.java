/** Networks in virtual time, and scripts that judge a stack packet by packet. */
module dev.weir.lab {
    requires transitive dev.weir.core;

    exports dev.weir.lab;
    exports dev.weir.lab.actor;
    exports dev.weir.lab.drill;
    exports dev.weir.lab.drill.script;
}
