/** Networks in virtual time, and scripts that judge a stack packet by packet. */
module dev.weir.lab {
    requires transitive dev.weir.core;
    requires org.tomlj;

    exports dev.weir.lab;
    exports dev.weir.lab.actor;
    exports dev.weir.lab.blocking;
    exports dev.weir.lab.box;
    exports dev.weir.lab.drill;
    exports dev.weir.lab.drill.script;
    exports dev.weir.lab.measure;
    exports dev.weir.lab.net;
    exports dev.weir.lab.packet;
    exports dev.weir.lab.queue;
    exports dev.weir.lab.scenario;
    exports dev.weir.lab.scenario.file;
    exports dev.weir.lab.scenario.talk;
    exports dev.weir.lab.scenario.toml;
    exports dev.weir.lab.swarm;
    exports dev.weir.lab.swarm.invariant;
}
