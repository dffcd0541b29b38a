package kakaocert.simulator.junit5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class SimulatorTest {
    @Test
    void everyTestIsToldWhatToSetNotOnlyTheFirst() {
        Supplier<Simulator> none = Simulator.opened(Map.of());
        for (int test = 0; test < 2; test += 1) {
            String said = assertThrows(IllegalStateException.class, none::get).getMessage();
            assertTrue(said.contains("Set KAKAOCERT_SIMULATOR"), said);
        }
    }

    @Test
    void aPathThatIsNotThereIsToldWithWhatToSet() {
        Supplier<Simulator> wrong = Simulator.opened(Map.of("KAKAOCERT_SIMULATOR", "/nowhere/kakaocert-simulator"));
        String said = assertThrows(IllegalStateException.class, wrong::get).getMessage();
        assertTrue(said.startsWith("/nowhere/kakaocert-simulator can't be run"), said);
        assertTrue(said.contains("Set KAKAOCERT_SIMULATOR"), said);
    }

    @Test
    @ExtendWith(KakaocertSimulator.class)
    void aRefusalOfTheControlPlaneIsToldInWords(KakaocertTenant kakaocert) {
        ControlException refused = assertThrows(ControlException.class, () -> kakaocert.sign("026112310000000001"));
        assertEquals(404, refused.status());
        assertTrue(refused.getMessage().startsWith("404: There is no receipt \"026112310000000001\""), refused.getMessage());
    }
}
